//! The lines between the provinces of each country.

use std::{collections::BTreeSet, fs, path::Path};

use anyhow::{Context, Result};
use geo::{Area, LineString, Simplify};

use super::{
    sources,
    topology::{Geometry, Topology},
};

/// How far a simplified line may be from the source's, in degrees.
const TOLERANCE: f64 = 0.01;

/// Where a country's provinces are smaller on average, in square degrees, their lines would hide it.
const MIN_AREA: f64 = 0.2;

/// The lines of all countries.
pub fn read(cache: &Path) -> Result<Vec<LineString>> {
    let folder = sources::PROVINCES.file(cache, "src/js/data/hti.topo.json")?;
    let folder = folder.parent().context("a file without a folder")?;
    let names = fs::read_dir(folder)?.map(|entry| Ok(entry?.file_name().into_string().ok()));
    let names = names.collect::<Result<BTreeSet<_>>>()?;
    let mut lines = Vec::new();
    for name in names.into_iter().flatten() {
        if name.strip_suffix(".topo.json").is_none_or(|code| code.len() != 3) {
            continue;
        }
        let source = Topology::read(&folder.join(&name))?;
        let (_, provinces) =
            source.objects.first_key_value().context("a country without provinces")?;
        if mean_area(&source, provinces)? > MIN_AREA {
            lines.extend(source.mesh(provinces, |_| true)?.simplify(TOLERANCE));
        }
    }
    Ok(lines)
}

fn mean_area(source: &Topology, provinces: &Geometry) -> Result<f64> {
    let provinces = provinces.members();
    let areas = provinces.iter().map(|province| Ok(source.polygons(province)?.unsigned_area()));
    Ok(areas.sum::<Result<f64>>()? / provinces.len() as f64)
}
