//! Hashes the program's own sources into `FANION_SOURCE_HASH`, so that a build made by another version is made again.

use std::{env, fs, io, path::Path};

use sha2::{Digest, Sha256};

fn main() -> io::Result<()> {
    println!("cargo::rerun-if-changed=src");
    println!("cargo::rerun-if-changed=Cargo.lock");
    let root = env::var("CARGO_MANIFEST_DIR").expect("cargo sets it");
    let mut files = vec!["Cargo.lock".to_owned()];
    list(Path::new(&root), "src", &mut files)?;
    files.sort_unstable();
    let mut hash = Sha256::new();
    for file in files {
        let bytes = fs::read(Path::new(&root).join(&file))?;
        hash.update(file.len().to_le_bytes());
        hash.update(file);
        hash.update(bytes.len().to_le_bytes());
        hash.update(bytes);
    }
    let hash: String = hash.finalize().iter().map(|b| format!("{b:02x}")).collect();
    println!("cargo::rustc-env=FANION_SOURCE_HASH={hash}");
    Ok(())
}

/// Adds every file below a folder, with `/` between folders on every system.
fn list(root: &Path, folder: &str, files: &mut Vec<String>) -> io::Result<()> {
    for entry in fs::read_dir(root.join(folder))? {
        let entry = entry?;
        let path = format!("{folder}/{}", entry.file_name().to_string_lossy());
        match entry.file_type()?.is_dir() {
            true => list(root, &path, files)?,
            false => files.push(path),
        }
    }
    Ok(())
}
