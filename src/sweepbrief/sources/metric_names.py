"""Whether a column's name is that of a result, and in which direction such a result is better."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from sweepbrief.sources.words import plain, vocabulary, words_of

if TYPE_CHECKING:
    from sweepbrief.sweep import Direction

_LESS: Final = vocabulary("""
    loss losses error err errors rmse mse mae mape smape rmsle msle rmsd logloss perplexity ppl nll wer cer per fid
    kid regret cost costs crossentropy xent bpc bpb deviance ece brier divergence kl time runtime latency duration
    seconds memory energy emissions distance rank ranking penalty violation violations miss misses mistakes failures
    complexity lpips
    """)
_MORE: Final = vocabulary("""
    accuracy acc auc auroc aucroc auprc aucpr aupr roc f1 f2 fbeta r2 score scores reward rewards return returns
    bleu rouge rougel meteor chrf cider spice precision recall sensitivity specificity iou miou dice jaccard ndcg
    dcg map mrr hit hits fitness mcc kappa psnr ssim elbo likelihood loglik loglikelihood correlation corr pearson
    spearman kendall hypervolume throughput gain profit sharpe wins win success quality utility ap explained top1
    top5 pck silhouette purity nmi ari cindex concordance
    """)
_WEAK: Final = vocabulary("""
    cost costs time memory energy emissions rank ranking distance divergence kl penalty complexity per map return gain utility
    quality profit throughput success win wins hit hits ap roc spice explained errors miss misses failures seconds latency
    runtime duration
    """)
_VAGUE: Final = vocabulary("value values target objective result output y cost loss score rank time distance memory")
_GAINS: Final = (
    "log_likelihood",
    "explained_variance",
    "win_rate",
    "success_rate",
    "hit_rate",
    "pass_rate",
)
_MORE_PHRASES: Final = ("per_second", "per_sec", "neg_", *_GAINS)
_LESS_PHRASES: Final = (
    "brier_score",
    "negative_log_likelihood",
    "rank_test",
    "cross_entropy",
    "log_loss",
    "inception_distance",
    "lpips_score",
)
_RESULT_PHRASES: Final = ("cross_entropy", "error_rate", *_GAINS)
_TRAILING: Final = vocabulary("""
    mean avg average median max min best last final epoch std sem var macro micro weighted at k pct percent total
    overall train training val valid validation test eval dev top n all global step ema raw s sec ms metric
    """)
_TIMED: Final = vocabulary("""
    train training fit score eval evaluation test inference wall run elapsed total cpu gpu predict prediction solve compute
    execution clock
    """)
_HELD_OUT: Final = vocabulary("val valid validation test eval evaluation dev oob holdout cv")
_PHASES: Final = _HELD_OUT | vocabulary("train training")
_SETTING_WORDS: Final = vocabulary("""
    size sizes split splits ratio fraction frac batch batches epoch epochs step steps sample samples lr rate freq
    frequency interval every seed path set sets data dataset file files dir transform aug augmentation prob
    probability workers num count n limit max len length percent pct size_ratio fold folds mode type name strategy
    shuffle subset iter iters iterations period patience start end weight scale alpha beta decay dropout crop
    resolution width height steps_per_epoch envs episodes noise temperature mixup cutmix jitter mask masking smoothing
    warmup ema momentum margin threshold
    """)
_PART: Final = (
    re.compile(r"^(?P<base>.+?)[_\-./ ]?(?:seed|fold|split|rep|repeat|replicate|run|cv)[_\-]?(?P<number>\d+)$", re.IGNORECASE),
    re.compile(r"^(?:seed|fold|split|rep|repeat|replicate|run|cv)[_\-]?(?P<number>\d+)[_\-./ ](?P<base>.+)$", re.IGNORECASE),
)
_SAID: Final = re.compile(r"\((minimi[sz]e|maximi[sz]e|min|max)\)\s*$", re.IGNORECASE)


def _content(name: str) -> tuple[str, ...]:
    words = list(words_of(name))
    while len(words) > 1 and (words[-1] in _TRAILING or words[-1].isdigit()):
        words.pop()
    return tuple(words)


def is_result(name: str) -> bool:
    """Tell whether numbers in a column named so are results (``val_loss``, ``f1_score``) rather than settings."""
    if _SAID.search(name) or any(phrase in plain(name) for phrase in _RESULT_PHRASES):
        return True
    words = _content(part_of(name)[0])
    if {"grad", "gradient", "weight", "coef", "coefficient"}.intersection(words):
        return False  # gradient accumulation and weights of losses are settings
    return bool(words) and words[-1] in (_LESS | _MORE) - _WEAK


def may_be_result(name: str) -> bool:
    """Tell whether the name would do for a result where no other column is one (``value``, ``cost``, ``test_x``)."""
    words = _content(name)
    return bool(words) and (words[-1] in _VAGUE | _WEAK or is_phase(name))


def is_logged(name: str) -> bool:
    """Tell whether the name is written as training loops log results: ``train/grad_norm``, ``best_epoch``."""
    return ("/" in name and name.split("/", 1)[0].lower() in _PHASES) or name.lower().startswith("best_")


def is_phase(name: str) -> bool:
    """Tell whether the name begins like a measurement on a part of the data (``val_``, ``test_``), not like a setting."""
    words = words_of(name)
    if len(words) < 2 or name[len(words[0])] == ".":  # noqa: PLR2004 - a phase and something; nested settings are dotted
        return False
    return words[0] in _HELD_OUT and not _SETTING_WORDS.intersection(words[1:])


def is_time(name: str) -> bool:
    """Tell whether the name is that of a duration: a result that is never analysed unless it is asked for."""
    words = words_of(part_of(name)[0])
    while len(words) > 1 and words[-1] in {"s", "sec", "secs", "ms", "mean", "avg", "std", "total", "seconds"}:
        words = words[:-1]
    if not words or words[-1] not in {"time", "runtime", "duration", "seconds", "latency"}:
        return False
    return words[-1] != "time" or (len(words) > 1 and words[-2] in _TIMED)


def is_spread(name: str) -> bool:
    """Tell whether the name is that of a spread or a rank of another result (``std_test_score``)."""
    words = words_of(name)
    return bool(words) and (words[0] in {"std", "sem", "var", "rank"} or words[-1] in {"std", "sem", "var", "stderr"})


def part_of(name: str) -> tuple[str, int | None]:
    """Split ``val_acc_seed3`` into ``val_acc`` and 3; the number is None where the name is not one part of a metric."""
    for pattern in _PART:
        found = pattern.match(name)
        if found:
            return found["base"], int(found["number"])
    return name, None


def direction_of(name: str) -> Direction | None:
    """Read off a metric's name whether less or more of it is better; None where it does not tell."""
    said = _SAID.search(name)
    if said:
        return "minimize" if said[1].lower().startswith("min") else "maximize"
    text = plain(name)
    if any(phrase in text for phrase in _LESS_PHRASES):
        return "maximize" if "neg_log_loss" in text else "minimize"
    if text.startswith("neg_") or any(phrase in text for phrase in _MORE_PHRASES):
        return "maximize"
    for word in reversed(words_of(name)):
        if word in _LESS:
            return "minimize"
        if word in _MORE:
            return "maximize"
    return None
