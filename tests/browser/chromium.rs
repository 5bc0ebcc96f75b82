//! Chromium, which takes on any device's ways while it runs.

use serde_json::{Value, json};
use thirtyfour::{Capabilities, CapabilitiesHelper, ChromiumLikeCapabilities, WebDriver};

use crate::driver::chromium_capabilities;
use crate::session::{LANGUAGE, Options, TIMEZONE};

pub fn capabilities() -> Capabilities {
    let mut capabilities = chromium_capabilities();
    // Else a frame without an origin is in a process of its own, which the driver tells nothing of the device.
    capabilities.add_arg("--disable-features=IsolateSandboxedIframes").unwrap();
    let preferences = json!({ "intl.accept_languages": LANGUAGE });
    capabilities.add_experimental_option("prefs", preferences).unwrap();
    capabilities.set("goog:loggingPrefs", json!({ "browser": "ALL" })).unwrap();
    capabilities.into()
}

pub async fn become_device(web: &WebDriver, options: &Options) {
    let scheme = if options.dark { "dark" } else { "light" };
    let motion = if options.reduced_motion { "reduce" } else { "no-preference" };
    let features = json!([
        { "name": "prefers-color-scheme", "value": scheme },
        { "name": "prefers-reduced-motion", "value": motion },
    ]);
    let metrics = json!({
        "width": options.width, "height": options.height,
        "deviceScaleFactor": options.pixel_ratio, "mobile": options.touch,
    });
    for (method, parameters) in [
        ("Emulation.setDeviceMetricsOverride", metrics),
        (
            "Emulation.setTouchEmulationEnabled",
            json!({ "enabled": options.touch, "maxTouchPoints": 5 }),
        ),
        ("Emulation.setTimezoneOverride", json!({ "timezoneId": TIMEZONE })),
        ("Emulation.setLocaleOverride", json!({ "locale": LANGUAGE })),
        ("Emulation.setEmulatedMedia", json!({ "features": features })),
    ] {
        cdp(web, method, parameters).await;
    }
}

/// A command of the Chrome DevTools Protocol.
pub async fn cdp(web: &WebDriver, method: &str, parameters: Value) -> Value {
    let answer = web.cdp().send_raw(method, parameters).await;
    answer.unwrap_or_else(|error| panic!("{method}: {error}"))
}
