//! What templates say with boxes is what stands in the drawing.

use super::*;

/// A whole poster of boxes.
const POSTER: &str = r##"<f:style name="h" font="headings" size="40" min="10" weight="800" line-height="1.04" tracking="-0.02" wrap="balance" fill="#ffffff" strong-fill="#ffc94d"/>
<f:style name="p" font="base" size="8" min="4" line-height="1.4" fill="#222222"/>
<defs><linearGradient id="sky"><stop offset="0" stop-color="#000022"/><stop offset="1" stop-color="#113366"/></linearGradient></defs>
<f:column x="0" y="0" width="{{ width }}" height="{{ height }}">
  <f:column flex="1" padding="20" gap="10" fill="url(#sky)" bleed="true" group="hero">
    <f:pattern position="absolute" bleed="true" opacity="0.3"/>
    <f:svg position="absolute" viewBox="0 0 100 20" height="30" bottom="0" fit="stretch" bleed="true"><path d="M0 20V10Q30 0 60 10T100 4V20Z" fill="#ff6b4a"/></f:svg>
    <f:row gap="8" align="center" justify="between">
      <f:logo variant="reversed" height="18" max-width="120"/>
      {% if kicker %}<f:row fill="#ffffff" radius="99" padding="3 8"><f:text content="kicker" size="6" min="4" max-lines="1" fill="#000022"/></f:row>{% endif %}
    </f:row>
    <f:spacer/>
    <f:text content="headline" style="h"/>
    <f:text content="tagline" style="p" fill="#ffffff" wrap="balance"/>
    <f:spacer/>
  </f:column>
  <f:column padding="14 20" gap="10" fill="#ffffff" bleed="true">
    <f:text content="why" style="p" font="headings" weight="600" group="why"/>
    <f:grid columns="3" gap="10" group="cards">
      {% for message in messages %}<f:column gap="3" fill="#eef2fb" radius="5" padding="6">
        <f:icon name="{{ message.icon }}" size="12" stroke="#113366"/>
        <f:text content="messages.{{ loop.index0 }}.title" style="p" size="9" min="5" font="headings" weight="700" wrap="balance"/>
        <f:text content="messages.{{ loop.index0 }}.text" style="p" size="6"/>
      </f:column>{% endfor %}
    </f:grid>
    {% if link %}<f:row gap="8" align="center" fill="#000022" radius="6" padding="8" group="panel">
      <f:column gap="2" flex="1">
        <f:text content="call_to_action" style="h" size="14" min="7"/>
        {% if session %}<f:row gap="3" align="center"><f:icon name="calendar-days" size="7" stroke="#ffc94d"/><f:text style="p" size="7" fill="#ffffff">{{ session.date }} · {{ session.time }}</f:text></f:row>{% endif %}
      </f:column>
      <f:text style="p" size="6" fill="#ffffff" align="end" width="40" wrap="balance">{{ words.scan_to_learn_more }}</f:text>
      <f:qr data="{{ link.href }}" size="{{ qr_size }}" radius="3"/>
    </f:row>{% endif %}
  </f:column>
</f:column>"##;

#[test]
fn a_poster_of_boxes_in_five_languages() {
    for long in [false, true] {
        let mut project = with_template(&own_template(POSTER));
        if long {
            project.campaigns[0].posters[0].headline = sample::long_headline();
        }
        let (renderer, _) = GraphicRenderer::new(&project);
        for language in sample::LANGUAGES {
            for format in ["A3", "420x297mm"] {
                let job = job(&project, poster(&project), language, format);
                let (drawing, diagnostics) = drawn(&renderer, &job);
                // That a long headline is small is told, and nothing else.
                let told = diagnostics.iter().filter(|d| !(long && d.code == Code::SmallHeadline));
                assert_eq!(told.count(), 0, "{language} {format} {diagnostics:#?}");
                show(&renderer, &drawing.unwrap(), &job, if long { "boxes-long" } else { "boxes" });
            }
        }
    }
}
