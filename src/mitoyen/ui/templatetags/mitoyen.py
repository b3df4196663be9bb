"""Words, dates, numbers and money as French typography writes them."""

from django import template

register = template.Library()
