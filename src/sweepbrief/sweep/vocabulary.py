"""The words in which a source says what it left out and what it assumed, each with the names of its facts.

Every word of ``EXCLUSIONS`` has a macro ``left_out_<reason>`` and every word of ``NOTES`` a macro ``note_<code>`` in each
language, with exactly these facts as arguments.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

EXCLUSIONS: Final[Mapping[str, tuple[str, ...]]] = {
    # columns
    "constant": ("value",),  # the same value in every run found
    "constant_finished": ("value",),  # the same value in every run that counts, though not in every run found
    "empty": (),  # no value in any run
    "bookkeeping": (),  # names, ids, times, users, statuses, steps
    "unmarked": ("prefix",),  # the table marks its settings with a prefix, and this column lacks it
    "replicate": (),  # a seed, fold or repeat: an index of replicates
    "order": (),  # taken as the order in which runs were made
    "not_swept": (),  # differs between runs, but the sweep did not vary it
    "fidelity": (),  # how much effort a run was given: epochs, a budget
    "ignored": (),  # the caller asked to ignore it
    "not_asked": (),  # the caller named other parameters
    "twin": ("partner",),  # the same name and values as another column
    "same_as": ("partner",),  # another parameter in other words: equal, rounded, or a formula of it
    "made_of": ("first", "second"),  # the sum or the product of two others
    "grouped": (),  # the runs are split by it
    "identifier": ("levels",),  # text that differs in nearly every run
    # results
    "other_metric": ("metric",),  # a result, but not the one analysed (metric)
    "per_seed": ("metric",),  # one seed's or fold's part of a metric
    "not_numeric": (),  # a result that holds no numbers
    # runs
    "pruned": (),  # stopped early: its last value is not a final one
    "not_finished": ("status",),  # failed, crashed, killed, running, waiting, unknown
    "other_fidelity": ("fidelity", "value"),  # made with another effort than the runs analysed
    "sentinel": ("metric", "value"),  # a number that stands for a failure
    "no_value": ("metric",),  # finished without a value of the metric
    "infinite": ("metric", "value"),  # the metric is infinite ("inf" or "-inf")
    "unreadable": ("part",),  # a part of the run's record could not be read
    "deleted": (),  # deleted in the tool, though still on its disk
    "parent_run": ("children",),  # holds that many other runs and is none itself
}

NOTES: Final[Mapping[str, tuple[str, ...]]] = {
    # what was chosen
    "metric_chosen": ("metric",),  # the only result in the source
    "direction_from_name": ("metric", "direction"),  # the direction is read off the metric's name
    "study_chosen": ("study", "others"),  # the only study with finished runs; others: how many have none
    "multi_objective": ("primary", "others"),  # several objectives; the first one is analysed (others: names)
    "mean_of_seeds": ("metric", "columns"),  # computed here as the mean of that many per-seed columns
    "per_seed_metrics": ("metric", "columns", "mean"),  # beside that many per-seed columns; mean: it is their mean
    # runs
    "no_status": (),  # the table does not say how runs ended: a run with a value counts as finished
    "status_words": ("column", "words"),  # words of a status column that are not understood
    "still_running": ("runs",),  # runs that had not ended when the source was read
    "long_format": ("column", "rows", "runs"),  # several rows a run: the last one is taken
    "sampled_rows": ("rows", "kept"),  # too many rows: a sample of them was read
    "fidelity": ("column", "value", "runs", "others", "rule"),  # level analysed; rule: asked, highest (with enough), most, half
    "fidelity_all": ("column", "levels", "rule"),  # all levels together, one a parameter; rule: asked, few (runs at each)
    "sentinels": ("metric", "values", "runs"),  # numbers that stand for failures
    "constraints": ("infeasible", "runs"),  # so many of the runs broke the search's own constraints
    "sweep_config": ("file",),  # ranges, goal and method are from this configuration of the sweep
    "early_terminate": (),  # the sweep stopped runs early, and the source does not say which
    "resumed_runs": ("runs",),  # left several folders: what was written last stands
    "logs_cut": ("runs",),  # their logs break off: what came before was read
    "logs_empty": ("runs",),  # killed before anything was written
    "grouped_runs": ("column",),  # rows are means of groups of runs
    "history_fold": ("metric", "fold"),  # the last rows are alike: the min, max or median of each run's rows is taken
    # columns
    "seed_columns": ("columns",),  # columns taken as replicate indices
    "duplicate_columns": ("column", "copies"),  # one name on several columns: the further ones were numbered
    "empty_columns": ("columns",),  # columns without any value
    "name_collision": ("name", "column"),  # a setting and a result share a name: the setting goes by its full name
    "settings_marked": ("prefix", "columns"),  # settings are those with the prefix; so many columns lack it
    "cells_expanded": ("column",),  # cells that hold a mapping were spread over columns
    "cells_unreadable": ("column", "runs"),  # so many cells of it could not be read as a mapping
    # values
    "missing_level": ("parameter", "runs"),  # runs without a value complete the grid: a level of its own
    "missing_none": ("parameter", "runs"),  # so many runs set it to None: a level of its own
    "missing_unexplained": ("parameter", "runs"),  # so many runs do not record it, for no visible reason
    "conditional": ("parameter", "parent", "values"),  # set exactly where the parent has one of these values
    "mixed_values": ("parameter", "examples"),  # numbers and words in one column: a category
    "coded_levels": ("parameter",),  # whole numbers whose neighbours jump: a category
    "numeric_choices": ("parameter",),  # offered as choices, but numbers: analysed as numbers
    "metric_words": ("metric", "words"),  # words among a result's numbers count as no value
    "infinite_setting": ("parameter", "runs"),  # infinite settings count as not recorded
    "range_changed": ("parameter", "low", "high"),  # the searched range changed between runs: the widest is meant
    "choices_changed": ("parameter",),  # the choices changed between runs: all of them are meant
    # files
    "encoding": ("encoding",),  # not UTF-8: read in this encoding
    "decimal_comma": (),  # numbers are written with a decimal comma
    "half_written": ("line",),  # the last line was not complete and was not read
    "unknown_operations": ("codes", "lines"),  # so many lines hold operations that are not known
    "bad_lines": ("lines",),  # so many lines could not be read
    "best_value": ("metric", "direction"),  # measured several times in a run: results are those of its best moment
    "result_files": ("files",),  # the results were read from these files, which the runs wrote themselves
    "batch_trials": ("trials", "runs"),  # so many trials tried several settings at once: each setting is a run (runs: all)
    "forbidden": ("clauses",),  # the search space forbids so many combinations of values
    "part_unreadable": ("part",),  # this file of the tool's could not be read
    "part_missing": ("part",),  # this file of the tool's is not there
    "parts_unreadable": ("part", "runs"),  # this part of so many runs' records could not be read (runs: names)
    "deleted_studies": ("studies",),  # experiments deleted in the tool, though still on its disk: not read
    # tools
    "objective_inferred": ("metric",),  # the tool stores a score but not its name: the metric equal to it is meant
    "score_unnamed": (),  # the tool stores a score that equals no metric it recorded
    "reached": ("column", "value", "runs", "farther", "others", "rule"),  # compared by what they had reached at a level
    "repeats_of_parents": ("runs", "parents"),  # so many runs repeat that many parents (folds), whose settings are theirs
    "settings_changed": ("runs",),  # settings of so many runs changed while they ran (population-based training)
    "stopped_early": ("runs", "budget", "name"),  # so many ended before the budget that others reached: counted as stopped
    "fold_scores": ("metric", "folds", "error"),  # the mean of that many folds; error: the usual standard error of that mean
    "higher_is_better": (),  # the tool's scores are always better when higher, whatever their name
    "last_value": ("metrics",),  # several values were logged in a run: the last is taken
}
