//! Work that need not be done twice.

use std::fs;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::Path;

use anyhow::Result;

/// Does the work that makes `file`, unless it stands there already, made from the same inputs. What
/// it was made from is kept beside it, as a hash.
///
/// # Errors
/// Those of the work, and of reading and writing files.
pub fn unless_fresh(
    file: &Path,
    inputs: &[Vec<u8>],
    work: impl FnOnce() -> Result<()>,
) -> Result<()> {
    let mut hasher = DefaultHasher::new();
    inputs.hash(&mut hasher);
    let hash = format!("{:016x}", hasher.finish());
    let stamp = file.with_added_extension("stamp");
    if file.exists() && fs::read_to_string(&stamp).is_ok_and(|made_from| made_from == hash) {
        return Ok(());
    }
    work()?;
    Ok(fs::write(stamp, hash)?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn work_is_done_when_an_input_changes_or_the_file_is_gone() -> Result<()> {
        let folder = std::env::temp_dir().join(format!("xtask-stamp-{}", std::process::id()));
        fs::create_dir_all(&folder)?;
        let file = folder.join("made");
        let mut times = 0;
        let mut make = |input: &str| {
            unless_fresh(&file, &[input.into()], || {
                times += 1;
                Ok(fs::write(&file, input)?)
            })
        };
        make("a")?;
        make("a")?;
        make("b")?;
        fs::remove_file(&file)?;
        make("b")?;
        fs::remove_dir_all(&folder)?;
        assert_eq!(times, 3);
        Ok(())
    }
}
