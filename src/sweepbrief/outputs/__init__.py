"""A document written to a file: html, pdf, markdown, json."""
