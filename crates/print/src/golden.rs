//! Expected outputs in `tests/golden`: compared, and rewritten only with `UPDATE_GOLDEN=1`.

use std::path::PathBuf;

/// Compares `actual` with the file `name`.
pub(crate) fn compare(name: &str, actual: &str) {
    let path: PathBuf = [env!("CARGO_MANIFEST_DIR"), "tests", "golden", name]
        .iter()
        .collect();
    if std::env::var_os("UPDATE_GOLDEN").is_some() {
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(&path, actual).unwrap();
        return;
    }
    let expected = std::fs::read_to_string(&path)
        .unwrap_or_else(|error| panic!("{}: {error}; write it with UPDATE_GOLDEN=1", path.display()));
    assert!(
        expected == actual,
        "{} differs; see it with UPDATE_GOLDEN=1 and git diff",
        path.display()
    );
}

/// Compares the picture `actual` with the file `name`; `same` compares what is seen, not how it is packed.
pub(crate) fn compare_picture(name: &str, actual: &[u8], same: impl Fn(&[u8], &[u8]) -> bool) {
    let path: PathBuf = [env!("CARGO_MANIFEST_DIR"), "tests", "golden", name]
        .iter()
        .collect();
    if std::env::var_os("UPDATE_GOLDEN").is_some() {
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(&path, actual).unwrap();
        return;
    }
    let expected = std::fs::read(&path)
        .unwrap_or_else(|error| panic!("{}: {error}; write it with UPDATE_GOLDEN=1", path.display()));
    assert!(
        same(&expected, actual),
        "{} differs; see it with UPDATE_GOLDEN=1",
        path.display()
    );
}
