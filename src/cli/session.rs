//! What every command works with: the project's folder, and a way to tell.

use std::{
    env, io,
    path::{Path, PathBuf},
};

use anyhow::{Context, bail};

use super::Global;
use crate::load::{self, IDENTITY, Loaded};

/// The options that hold for the whole run.
pub struct Session {
    project: Option<PathBuf>,
    /// Say nothing but results and problems.
    pub quiet: bool,
    /// Whether standard error takes colours.
    pub colour: bool,
    /// Whether standard output does.
    pub colour_out: bool,
}

impl Session {
    /// From the global options.
    pub fn new(global: &Global) -> Self {
        Self {
            project: global.project.clone(),
            quiet: global.quiet,
            colour: global.colour(&io::stderr()),
            colour_out: global.colour(&io::stdout()),
        }
    }

    /// The project's folder: as named, else the nearest parent that holds one.
    pub fn root(&self) -> anyhow::Result<PathBuf> {
        let near = |folder: &Path| {
            let near = load::near_project(folder);
            near.map(|path| format!("; it has `{path}`: rename that to `{IDENTITY}`")).unwrap_or_default()
        };
        if let Some(folder) = &self.project {
            if !folder.join(IDENTITY).is_file() {
                let (shown, near) = (folder.display(), near(folder));
                bail!("`{shown}` holds no project: it has no {IDENTITY}{near}; `fanion init` starts one");
            }
            return Ok(folder.clone());
        }
        let here = env::current_dir().context("cannot tell the current folder")?;
        match load::find_project(&here) {
            Some(root) => Ok(root),
            None => bail!(
                "no project here: neither this folder nor one above it has {IDENTITY}{}; `fanion init` starts one, \
                 `--project DIR` names one",
                near(&here)
            ),
        }
    }

    /// The project, read.
    pub fn load(&self) -> anyhow::Result<(PathBuf, Loaded)> {
        let root = self.root()?;
        let loaded = load::load(&root).with_context(|| format!("cannot open `{}`", root.display()))?;
        Ok((root, loaded))
    }
}
