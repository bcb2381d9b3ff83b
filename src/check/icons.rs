//! Icons exist.

use crate::{
    design::icons,
    diagnostic::{Code, Diagnostic, Diagnostics, nearest},
    model::Project,
};

/// Each message's icon is one of the embedded ones.
pub fn check(project: &Project) -> Diagnostics {
    let named = project.identity.messages.iter().filter_map(|message| message.icon.as_ref());
    named
        .filter(|icon| icons::icon(icon).is_none())
        .map(|icon| {
            let help = match nearest::nearest(icon, icons::names()) {
                Some(name) => format!("did you mean `{name}`? All names: lucide.dev/icons"),
                None => "choose one of lucide.dev/icons".into(),
            };
            let message = format!("there is no icon `{}`", icon.value);
            Diagnostic::new(Code::UnknownReference, &icon.span, message).help(help)
        })
        .collect()
}
