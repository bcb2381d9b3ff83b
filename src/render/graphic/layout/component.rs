//! Which texts are sized together.
//!
//! In: a forest. Out: its roots in sets that share no group of texts, so that each set is fitted by itself.

use super::element::Forest;

/// Roots whose texts are sized together, since they share groups.
pub(super) struct Component {
    /// The roots' elements.
    pub roots: Vec<usize>,
    /// The groups of their texts, in the order of the document.
    pub groups: Vec<usize>,
}

/// Roots that share a group, directly or through others, belong together.
pub(super) fn components(forest: &Forest) -> Vec<Component> {
    let mut components: Vec<Component> = Vec::new();
    for root in forest.roots.iter().filter_map(|root| root.element) {
        let mut own = Component { roots: vec![root], groups: Vec::new() };
        for index in forest.below(root) {
            let group = forest.elements[index].group;
            if !own.groups.contains(&group) {
                own.groups.push(group);
            }
        }
        let (together, apart): (Vec<_>, Vec<_>) =
            components.into_iter().partition(|other| other.groups.iter().any(|group| own.groups.contains(group)));
        components = apart;
        let mut whole = Component { roots: Vec::new(), groups: Vec::new() };
        for part in together.into_iter().chain([own]) {
            whole.roots.extend(part.roots);
            for group in part.groups {
                if !whole.groups.contains(&group) {
                    whole.groups.push(group);
                }
            }
        }
        components.push(whole);
    }
    components
}
