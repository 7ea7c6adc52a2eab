"""The literature that the report's numbers are defined by."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Reference:
    """A work that defines a number or a test.

    Attributes
    ----------
    authors, title : str
        As printed, with the year behind the authors.
    source : str
        Journal or proceedings; empty where the title is a book's.
    place : str
        Volume and pages, or publisher.
    """

    authors: str
    title: str
    source: str
    place: str

    @property
    def html(self) -> str:
        """Give it as inline HTML: journals and books in italics."""
        title, source = (f"{self.title}. <em>{self.source}</em>", " ") if self.source else (f"<em>{self.title}</em>", ", ")
        return f"{self.authors}. {title}{source}{self.place}."


REFERENCES = (
    Reference(
        "Altmann, A., Tolo\u015fi, L., Sander, O., Lengauer, T. (2010)",
        "Permutation importance: a corrected feature importance measure",
        "Bioinformatics",
        "26, 1340\u20131347",
    ),
    Reference("Breiman, L. (2001)", "Random forests", "Machine Learning", "45, 5\u201332"),
    Reference("Cohen, J. (1988)", "Statistical power analysis for the behavioral sciences", "", "2nd edition, Erlbaum"),
    Reference(
        "Efron, B. (1987)",
        "Better bootstrap confidence intervals",
        "Journal of the American Statistical Association",
        "82, 171\u2013185",
    ),
    Reference(
        "Hothorn, T., Bretz, F., Westfall, P. (2008)",
        "Simultaneous inference in general parametric models",
        "Biometrical Journal",
        "50, 346\u2013363",
    ),
    Reference(
        "Hutter, F., Hoos, H., Leyton-Brown, K. (2014)",
        "An efficient approach for assessing hyperparameter importance",
        "Proceedings of the 31st International Conference on Machine Learning",
        "754\u2013762",
    ),
    Reference(
        "Lundberg, S. M., Erion, G., Chen, H., et al. (2020)",
        "From local explanations to global understanding with explainable AI for trees",
        "Nature Machine Intelligence",
        "2, 56\u201367",
    ),
    Reference(
        "Patterson, H. D., Thompson, R. (1971)",
        "Recovery of inter-block information when block sizes are unequal",
        "Biometrika",
        "58, 545\u2013554",
    ),
    Reference(
        "Strobl, C., Boulesteix, A.-L., Zeileis, A., Hothorn, T. (2007)",
        "Bias in random forest variable importance measures",
        "BMC Bioinformatics",
        "8, 25",
    ),
    Reference(
        "Wilson, E. B. (1927)",
        "Probable inference, the law of succession, and statistical inference",
        "Journal of the American Statistical Association",
        "22, 209\u2013212",
    ),
    Reference(
        "Zhang, D., Lin, X. (2003)",
        "Hypothesis testing in semiparametric additive mixed models",
        "Biostatistics",
        "4, 57\u201374",
    ),
)
"""In the order of the first author's name; the same in every language."""
