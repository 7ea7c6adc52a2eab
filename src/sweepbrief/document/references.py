"""The literature that the report's numbers are defined by."""

from __future__ import annotations

REFERENCES = (
    "Altmann, A., Tolo\u015fi, L., Sander, O., Lengauer, T. (2010). Permutation importance: a corrected feature importance measure. "
    "<em>Bioinformatics</em> 26, 1340\u20131347.",
    "Breiman, L. (2001). Random forests. <em>Machine Learning</em> 45, 5\u201332.",
    "Cohen, J. (1988). <em>Statistical power analysis for the behavioral sciences</em>, 2nd edition. Erlbaum.",
    "Efron, B. (1987). Better bootstrap confidence intervals. <em>Journal of the American Statistical Association</em> 82, 171\u2013185.",
    "Hutter, F., Hoos, H., Leyton-Brown, K. (2014). An efficient approach for assessing hyperparameter importance. "
    "<em>Proceedings of the 31st International Conference on Machine Learning</em>, 754\u2013762.",
    "Lundberg, S. M., Erion, G., Chen, H., et al. (2020). From local explanations to global understanding with explainable AI for trees. "
    "<em>Nature Machine Intelligence</em> 2, 56\u201367.",
    "Strobl, C., Boulesteix, A.-L., Zeileis, A., Hothorn, T. (2007). Bias in random forest variable importance measures. "
    "<em>BMC Bioinformatics</em> 8, 25.",
)
"""Inline HTML, in the order of the first author's name; the same in every language."""
