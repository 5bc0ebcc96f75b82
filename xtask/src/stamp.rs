//! Work that need not be done twice.

use std::fs;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::io;
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

/// The names and contents of all files of a folder and of those in it, but for those that are `left_out`, in order.
///
/// # Errors
/// When one can't be read.
pub fn contents(folder: &Path, left_out: &[&str]) -> Result<Vec<Vec<u8>>> {
    let entries = fs::read_dir(folder)?.map(|entry| entry.map(|entry| entry.path()));
    let mut paths = entries.collect::<io::Result<Vec<_>>>()?;
    paths.retain(|path| !left_out.iter().any(|name| path.ends_with(name)));
    paths.sort();
    let mut all = Vec::new();
    for path in paths {
        if path.is_dir() {
            all.extend(contents(&path, left_out)?);
        } else {
            all.push(path.as_os_str().as_encoded_bytes().to_vec());
            all.push(fs::read(&path)?);
        }
    }
    Ok(all)
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

    #[test]
    fn contents_change_with_any_file_but_those_left_out() -> Result<()> {
        let folder = std::env::temp_dir().join(format!("xtask-contents-{}", std::process::id()));
        fs::create_dir_all(folder.join("in/it"))?;
        fs::create_dir_all(folder.join("target"))?;
        let now = || contents(&folder, &["target"]);
        fs::write(folder.join("in/it/a"), "a")?;
        let first = now()?;
        fs::write(folder.join("target/b"), "b")?;
        assert_eq!(now()?, first);
        fs::write(folder.join("in/it/a"), "b")?;
        let second = now()?;
        assert_ne!(second, first);
        fs::rename(folder.join("in/it/a"), folder.join("in/a"))?;
        assert_ne!(now()?, second);
        Ok(fs::remove_dir_all(&folder)?)
    }
}
