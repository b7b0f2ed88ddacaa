"""How forms are written: the site's own templates for a form and its fields."""

from django.forms.renderers import TemplatesSetting


class FormRenderer(TemplatesSetting):
    """Gives every field label, help, error and control, in that order (see templates/components).

    The admin lays its forms out itself and is not changed by this.
    """

    form_template_name = "components/form.html"
    field_template_name = "components/field.html"
