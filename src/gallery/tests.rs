//! The page of small manifests.
