//! Browsers, each with a driver of its own. One that a test is done with serves the next, since a browser takes seconds to
//! start; one in which a test failed is not trusted any more.

use std::fs;
use std::sync::{LazyLock, Mutex, PoisonError};
use std::time::Duration;

use serde_json::Value;
use thirtyfour::WebDriver;
use thirtyfour::common::command::Command;
use tokio::runtime::{Builder, Runtime};
use xtask::browser::Engine;
use xtask::engines::{self, Place};
use xtask::test;

use crate::driver::Driver;
use crate::session::Options;
use crate::{chromium, firefox, webkit};

/// The engine of this run.
pub static ENGINE: LazyLock<Engine> = LazyLock::new(|| {
    let name = std::env::var(test::ENGINE).unwrap_or_else(|_| Engine::Chromium.name().to_owned());
    Engine::of_name(&name).unwrap()
});

/// Those that wait for a test. They end with the tests, by their drivers' guards.
static IDLE: Mutex<Vec<Browser>> = Mutex::new(Vec::new());

/// Whether its pages stand in a frame without an origin.
pub static IS_FRAMED: LazyLock<bool> =
    LazyLock::new(|| std::env::var(test::PLACE).is_ok_and(|name| name == Place::Frame.name()));

pub struct Browser {
    /// On which all that speaks to it was begun.
    pub runtime: Runtime,
    pub web: WebDriver,
    driver: Driver,
    device: Options,
}

impl Browser {
    /// One that is such a device, with an empty page.
    pub fn like(device: &Options) -> Self {
        Self::idle(device).unwrap_or_else(|| Self::start(device)).become_device(device)
    }

    /// The same, but one that no test has used.
    pub fn new(device: &Options) -> Self {
        Self::start(device).become_device(device)
    }

    fn become_device(self, device: &Options) -> Self {
        self.runtime.block_on(async {
            match *ENGINE {
                Engine::Chromium => chromium::become_device(&self.web, device).await,
                Engine::Firefox => firefox::become_device(&self.web, device).await,
                Engine::WebKit => (),
            }
            if *ENGINE != Engine::Chromium {
                fit(&self.web, device).await;
            }
        });
        Self { device: device.clone(), ..self }
    }

    /// One of those that wait, the same device where it can be had.
    fn idle(device: &Options) -> Option<Self> {
        let mut idle = IDLE.lock().unwrap_or_else(PoisonError::into_inner);
        let same = idle.iter().position(|browser| browser.device == *device);
        let may_become = |browser: &Self| match *ENGINE {
            Engine::Chromium => true,
            // A page is not always told of another pixel ratio.
            Engine::Firefox => browser.device.pixel_ratio == device.pixel_ratio,
            Engine::WebKit => false,
        };
        let any = idle.iter().position(may_become);
        same.or(any).map(|at| idle.swap_remove(at))
    }

    fn start(device: &Options) -> Self {
        let (driver, capabilities) = match *ENGINE {
            Engine::Chromium => (Driver::chromium(), chromium::capabilities()),
            Engine::Firefox => (firefox::driver(), firefox::capabilities()),
            Engine::WebKit => (webkit::driver(device), webkit::capabilities(device)),
        };
        let runtime = Builder::new_current_thread().enable_all().build().unwrap();
        let web = runtime.block_on(WebDriver::new(driver.url.as_str(), capabilities)).unwrap();
        let version = web.capabilities().get("browserVersion").and_then(Value::as_str).unwrap();
        note("version", version);
        Self { runtime, web, driver, device: device.clone() }
    }

    /// Leaves it to the next test, without anything of this one, on an empty page.
    pub fn give_back(self, empty_page: &str) {
        let tidied = self.runtime.block_on(async {
            // Whatever key or button is still held.
            self.web.cmd(Command::ReleaseActions).await.ok();
            self.web.goto(empty_page).await?;
            // Only now that the test's page is left, and can write no more.
            self.web.execute("sessionStorage.clear(); localStorage.clear()", vec![]).await
        });
        if tidied.is_err() {
            return self.end();
        }
        IDLE.lock().unwrap_or_else(PoisonError::into_inner).push(self);
    }

    /// Ends it with its driver, whatever it is at.
    pub fn end(self) {
        self.web.leak().ok();
        drop(self.driver);
    }
}

/// Makes the window so large that the page is as large as asked.
async fn fit(web: &WebDriver, device: &Options) {
    let wanted = (i64::from(device.width), i64::from(device.height), device.pixel_ratio);
    let mut page = (0, 0, 0.0);
    for _ in 0..40 {
        let size = web
            .execute("return [innerWidth, innerHeight, devicePixelRatio]", vec![])
            .await
            .unwrap();
        page = size.convert().unwrap();
        if page == wanted {
            return;
        }
        let window = web.get_window_rect().await.unwrap();
        let side =
            |whole: i64, wanted: i64, page: i64| u32::try_from(whole + wanted - page).unwrap();
        let (width, height) =
            (side(window.width, wanted.0, page.0), side(window.height, wanted.1, page.1));
        web.set_window_rect(0, 0, width, height).await.unwrap();
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    panic!("the page is {page:?} and not {wanted:?}");
}

/// Leaves a word for the end of the run.
pub fn note(name: &str, text: &str) {
    let place = if *IS_FRAMED { Place::Frame } else { Place::Window };
    let folder = engines::notes(*ENGINE, place);
    fs::create_dir_all(&folder).unwrap();
    fs::write(folder.join(name), text).unwrap();
}
