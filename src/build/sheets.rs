//! The files that tell of all others, made once those are known.

use super::Build;
use crate::{
    diagnostic::Diagnostic,
    output::{Entry, Error, Sheet, Staging, sha256},
};

impl Build<'_, '_> {
    /// Stages the files that tell of the others, those that changed; their entries.
    pub(super) fn make_sheets(
        &self,
        staging: &Staging,
        planned: &[Entry],
    ) -> Result<Result<Vec<Entry>, Box<Diagnostic>>, Error> {
        let Some(sheets) = self.sheets else { return Ok(Ok(Vec::new())) };
        let manifest = staging.merged(planned, self.in_scope);
        let read = |path: &str| staging.coming(path);
        let mut entries = Vec::new();
        for sheet in sheets.sheets(&manifest, &read) {
            let old = staging.manifest().get(&sheet.path);
            if let Some(old) = old.filter(|old| old.inputs == sheet.inputs && staging.holds(old)) {
                entries.push(old.clone());
                continue;
            }
            let bytes = match (sheet.make)() {
                Ok(bytes) => bytes,
                Err(diagnostic) => return Ok(Err(diagnostic)),
            };
            staging.stage(&sheet.path, &bytes)?;
            entries.push(entry(&sheet, &bytes));
        }
        Ok(Ok(entries))
    }
}

fn entry(sheet: &Sheet<'_>, bytes: &[u8]) -> Entry {
    Entry {
        path: sheet.path.clone(),
        kind: sheet.kind,
        campaign: None,
        id: sheet.id.clone(),
        language: sheet.language.clone(),
        site: None,
        format: None,
        variant: None,
        occurrence: None,
        built_in: false,
        renderer: sheet.renderer.into(),
        inputs: sheet.inputs.clone(),
        needs: Vec::new(),
        with: Vec::new(),
        sha256: sha256(bytes),
        bytes: bytes.len() as u64,
        diagnostics: Vec::new(),
    }
}
