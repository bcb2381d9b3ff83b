//! Boxes computed: where everything stands when the texts have given sizes, and whether all of it has room.
//!
//! In: a [`Forest`] and a [`Scale`] for each group of texts. Out: the area of each element; whether every element lies
//! within its box and every text within its own. taffy does the arithmetic of flex and grid.

use taffy::{
    AlignItems, AvailableSpace, Display, FlexDirection, LayoutInput, LayoutOutput, LengthPercentageAuto, NodeId,
    TaffyTree,
};

use super::{
    Area,
    element::{Element, Forest, Words},
    fit::Scale,
};

/// A forest in taffy's terms.
pub(super) struct Solver<'f, 'a> {
    pub forest: &'f Forest<'a>,
    tree: TaffyTree<usize>,
    nodes: Vec<NodeId>,
    /// What each group was last computed at.
    scales: Vec<Scale>,
    /// A text that is taken for empty, to learn whether it is to blame.
    without: Option<usize>,
    /// What is not more than this is rounding.
    slack: f32,
}

impl<'f, 'a> Solver<'f, 'a> {
    /// For a drawing of this width and height.
    pub fn new(forest: &'f Forest<'a>, width: f64, height: f64) -> Self {
        let mut tree = TaffyTree::with_capacity(forest.elements.len());
        tree.disable_rounding();
        let mut nodes = Vec::with_capacity(forest.elements.len());
        for (index, element) in forest.elements.iter().enumerate() {
            nodes.extend(tree.new_leaf_with_context(element.style.clone(), index));
        }
        for (element, node) in forest.elements.iter().zip(&nodes) {
            let children: Vec<NodeId> = element.children.iter().map(|child| nodes[*child]).collect();
            // Nodes of one tree can always be told to hold each other.
            let _ = tree.set_children(*node, &children);
        }
        let slack = (width.max(height) * 0.0003) as f32;
        let scales = vec![Scale::TooLong; forest.groups];
        Self { forest, tree, nodes, scales, without: None, slack }
    }

    /// Computes the areas of some roots with each group at its scale; true when everything has room.
    pub fn solve(&mut self, roots: &[usize], scales: &[Scale]) -> bool {
        let forest = self.forest;
        for index in roots.iter().flat_map(|root| forest.below(*root)) {
            let element = &forest.elements[index];
            let scale = scales[element.group];
            if scale == self.scales[element.group] {
                continue;
            }
            if let Some(gap) = element.gap {
                let mut style = element.style.clone();
                gap.at(scale.gap(), &mut style);
                let _ = self.tree.set_style(self.nodes[index], style);
            }
            if element.words().is_some() {
                let _ = self.tree.mark_dirty(self.nodes[index]);
            }
        }
        self.scales.clone_from_slice(scales);
        let without = self.without;
        for root in roots {
            let measure = |inputs: LayoutInput, _, index: Option<&mut usize>, style: &taffy::Style| {
                let element = index.map(|index| (*index, &forest.elements[*index]));
                let seen = element.filter(|(index, _)| without != Some(*index));
                let words = seen.and_then(|(_, element)| Some((element.words()?, scales[element.group])));
                measure(inputs, style, words)
            };
            let room = taffy::Size { width: AvailableSpace::MaxContent, height: AvailableSpace::MaxContent };
            let _ = self.tree.compute_layout_with_measure(self.nodes[*root], room, measure);
        }
        roots.iter().all(|root| self.holds(*root))
    }

    /// Draws boxes in to the lines that their texts have in the end: a box that takes its width from a text would else be
    /// as wide as the room in which the text was broken.
    pub fn hug(&mut self, roots: &[usize], scales: &[Scale]) {
        let forest = self.forest;
        let mut drawn_in = Vec::new();
        let parents = roots.iter().flat_map(|root| forest.below(*root)).map(|index| &forest.elements[index]);
        let hugging =
            parents.flat_map(|parent| parent.children.iter().filter(|child| hugs(parent, &forest.elements[**child])));
        for index in hugging.copied() {
            let element = &forest.elements[index];
            let Some(words) = element.words() else { continue };
            let room = self.content(index).width;
            let widths = words.item.widths(room, scales[element.group]);
            let widest = widths.iter().copied().fold(0.0, f64::max);
            if widths.len() > 1 && widest < room * 0.99 {
                let mut style = element.style.clone();
                // A hair more, for rounding.
                style.max_size.width = taffy::style_helpers::length(widest * 1.0001);
                let _ = self.tree.set_style(self.nodes[index], style);
                drawn_in.push(index);
            }
        }
        if !drawn_in.is_empty() && !self.solve(roots, scales) {
            for index in drawn_in {
                let _ = self.tree.set_style(self.nodes[index], forest.elements[index].style.clone());
            }
            self.solve(roots, scales);
        }
    }

    /// Takes a text for empty from now on, or none.
    pub fn leave_out(&mut self, text: Option<usize>) {
        for index in [self.without, text].into_iter().flatten() {
            let _ = self.tree.mark_dirty(self.nodes[index]);
        }
        self.without = text;
    }

    /// An element's area from its parent's corner.
    pub fn area(&self, index: usize) -> Area {
        let layout = self.layout(index);
        Area {
            x: layout.location.x.into(),
            y: layout.location.y.into(),
            width: layout.size.width.into(),
            height: layout.size.height.into(),
        }
    }

    /// The area in it that its content may take, from its own corner.
    pub fn content(&self, index: usize) -> Area {
        let taffy::Layout { size, padding, .. } = self.layout(index);
        Area {
            x: padding.left.into(),
            y: padding.top.into(),
            width: (size.width - padding.left - padding.right).max(0.0).into(),
            height: (size.height - padding.top - padding.bottom).max(0.0).into(),
        }
    }

    fn layout(&self, index: usize) -> &taffy::Layout {
        self.tree.unrounded_layout(self.nodes[index])
    }

    /// True when an element's text has room in it, and its children too.
    fn holds(&self, index: usize) -> bool {
        let element = &self.forest.elements[index];
        self.words_fit(index, element)
            && element.children.iter().all(|child| self.child_fits(index, *child) && self.holds(*child))
    }

    /// The box and the child of the first child that leaves its box.
    pub fn overflow(&self, index: usize) -> Option<(usize, usize)> {
        let children = &self.forest.elements[index].children;
        let own = children.iter().find(|child| !self.child_fits(index, **child)).map(|child| (index, *child));
        own.or_else(|| children.iter().find_map(|child| self.overflow(*child)))
    }

    fn words_fit(&self, index: usize, element: &Element) -> bool {
        let Some(words) = element.words().filter(|_| self.without != Some(index)) else { return true };
        let (room, scale) = (self.content(index), self.scales[element.group]);
        let Some(lines) = words.item.count(room.width, scale) else { return false };
        words.item.height(lines, scale) <= room.height + f64::from(self.slack)
    }

    /// Absolute children may reach beyond their box: art is made so, and the sheet's edge is checked later.
    fn child_fits(&self, parent: usize, child: usize) -> bool {
        if self.forest.elements[child].is_absolute() {
            return true;
        }
        let (room, area) = (self.content(parent), self.area(child));
        let slack = f64::from(self.slack);
        area.x >= room.x - slack
            && area.y >= room.y - slack
            && area.x + area.width <= room.x + room.width + slack
            && area.y + area.height <= room.y + room.height + slack
    }
}

/// True for what is as wide as its content, in a box that does not stretch it.
fn hugs(parent: &Element, child: &Element) -> bool {
    let (style, around) = (&child.style, &parent.style);
    let row = around.display == Display::Flex && around.flex_direction == FlexDirection::Row;
    let stretched = style.align_self.unwrap_or(around.align_items) == AlignItems::STRETCH;
    let free = row || (around.display == Display::Flex && !stretched);
    let limited = style.max_size.width != LengthPercentageAuto::percent(1.0) && !style.max_size.width.is_auto();
    let own = style.size.width.is_auto() && !limited && style.flex_grow == 0.0;
    own && free && !child.is_absolute()
}

/// The size of what holds no other element: a text's by its lines, nothing of its own for the rest.
fn measure(inputs: LayoutInput, style: &taffy::Style, words: Option<(&Words, Scale)>) -> LayoutOutput {
    let parent = inputs.parent_size.width;
    taffy::compute_leaf_layout(
        inputs,
        style,
        |_, _| 0.0,
        |_, room| {
            let Some((Words { item, .. }, scale)) = words else { return taffy::Size::ZERO };
            // taffy clamps a box to its greatest width only after it was measured.
            let most = style.max_size.width.resolve_to_option(parent.unwrap_or(f32::INFINITY), |_, _| 0.0);
            let most = most.unwrap_or(f32::INFINITY);
            let natural = item.natural(scale) as f32;
            let width = match room.width {
                AvailableSpace::Definite(width) => natural.min(width),
                AvailableSpace::MinContent => item.longest(scale) as f32,
                AvailableSpace::MaxContent => natural,
            };
            let width = width.min(most);
            let lines = item.count(width.into(), scale).unwrap_or(1);
            taffy::Size { width, height: item.height(lines, scale) as f32 }
        },
    )
}
