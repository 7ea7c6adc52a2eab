"""What a column's name alone says: bookkeeping, a seed, a status, a time, an order."""

from __future__ import annotations

import re
from typing import Final

from sweepbrief.sources.words import plain, vocabulary, words_of

_BOOKKEEPING: Final = vocabulary("""
    id uuid guid hash digest name names run runs run_id run_uuid run_name run_number run_index runname trial
    trial_id trial_number trial_name trial_index trial_no trialid number experiment experiment_id experiment_name
    exp_id exp_name experiment_tag config_id config_name arm_name job job_id jobid task_id slurm_job_id sweep
    sweep_id sweep_name project entity group run_group job_type display_name user username user_name user_id author
    owner email host hostname node_ip ip pid ip_address machine worker worker_id device_name tag tags note notes
    comment comments description message error_message status_reason traceback exception url link path dir log_dir
    logdir artifact_uri artifact_location source_name git commit git_commit commit_sha commit_hash sha branch rev
    revision version code_version created created_at createdat updated updated_at started started_at start_time
    starttime end_time endtime ended_at finished_at completed_at creation_time date datetime datetime_start
    datetime_complete time_start time_end timestamp ts time_this_iter_s time_since_restore iterations_since_restore
    timesteps_total timesteps_since_restore episodes_total done should_checkpoint checkpoint_dir_name runtime
    duration elapsed elapsed_time wall_time walltime wall_clock time_total_s seconds run_time runtime_s duration_s
    duration_seconds heartbeat step steps_done global_step epoch iteration training_iteration trainer_global_step
    index idx unnamed wandb wandb_version artifact state status trial_status run_status run_state st_status
    lifecycle_stage typ executor generation_node archived active
    """)
_AMBIGUOUS: Final = vocabulary("""
    step epoch iteration index idx group version revision number duration elapsed seconds done active state status runtime
    start_time end_time timestamp worker machine trial experiment run job
    """)
_PATTERNS: Final = tuple(
    re.compile(pattern)
    for pattern in (
        r"_(?!_)[\w./]+",  # W&B's own columns: _step, _runtime, _timestamp, _wandb
        r"unnamed: ?\d+(_level_\d+)?",
        r"(\w+_)?(timestamp|datetime|created_at|updated_at)(_\w+)?",
        r"(run|trial|experiment|job|worker|process|sweep)[ _-]?(id|uuid|name|number|idx|index|hash)",
        r"(task|config|checkpoint|study)[ _-]?(id|uuid|hash)",
        r"(output|log(ging)?|save|ckpt|checkpoint|model|results?|work(ing)?|run|cache)[ _-]?(dir|path|file|folder|uri|url)",
        r"\w+_(uuid|sha256|md5)",
        r"(\w+[_/.])?(num|n|total|trainable|nb)_?(trainable_)?(params|parameters)|(\w+_)?(flops|gflops|macs)",
        r"(gpu|cpu)_(memory|mem|util|utilization|usage)\w*",
        r"(train|training|val|validation|eval|test)/(epoch|step|global_step|iteration)",  # how far a run was when it logged
        r"tuner/(epochs|initial_epoch|bracket|round|trial_id)",  # KerasTuner's Hyperband: effort, not settings
    )
)
_SEEDS: Final = vocabulary("""
    seed seeds random_seed rng_seed randomseed random_state rng rng_state torch_seed numpy_seed np_seed global_seed
    manual_seed data_seed split_seed model_seed init_seed train_seed trial_seed run_seed seed_value env_seed fold
    cv_fold fold_id fold_idx fold_number fold_no cv_fold_idx kfold kfold_id
    repeat repetition repeat_id rep replicate replicate_id replica split_id
    """)
_REPEATER: Final = "__trial_index__"  # by which Ray Tune's Repeater numbers the trials of one configuration
_STATUS: Final = vocabulary(
    "state status trial_status run_status run_state st_status job_status job_state trial_state exit_status final_status"
)
_EFFORT: Final = vocabulary("budget budgets fidelity tuner_epochs n_resources resource resources r_i")
_SECONDS: Final = (
    "runtime",
    "run_time",
    "duration",
    "duration_s",
    "duration_seconds",
    "elapsed",
    "elapsed_time",
    "time_total_s",
    "wall_time",
    "walltime",
    "wall_clock",
    "seconds",
    "train_time",
    "training_time",
    "fit_time",
    "mean_fit_time",
)
_ORDER: Final = (
    "number",
    "trial_number",
    "run_number",
    "trial_index",
    "trial_no",
    "created_at",
    "created",
    "createdat",
    "creation_time",
    "datetime_start",
    "start_time",
    "starttime",
    "started_at",
    "time_start",
    "timestamp",
)
_NAMES: Final = (
    "run_name",
    "display_name",
    "name",
    "trial_name",
    "runname",
    "arm_name",
    "run_id",
    "run_uuid",
    "trial_id",
    "trialid",
    "run",
    "trial",
    "id",
    "number",
    "trial_number",
    "trial_index",
    "config_id",
    "run_number",
    "experiment_name",
)


def is_bookkeeping(name: str, *, marked: bool = False) -> bool:
    """Tell whether a column named so records how the work was done, not what was tried.

    Parameters
    ----------
    name : str
        Without a tool's prefix.
    marked : bool
        Whether the tool itself calls it a setting: then only names, ids, users and places are bookkeeping.
    """
    low = name.strip().lower()
    if marked and plain(low) in _AMBIGUOUS:
        return False
    return not low or plain(low) in _BOOKKEEPING or any(pattern.fullmatch(low) for pattern in _PATTERNS)


def is_seed(name: str) -> bool:
    """Tell whether a column named so counts replicates: a seed, a fold, a repeat."""
    words = words_of(name)
    if name.endswith(_REPEATER):
        return True
    return plain(name) in _SEEDS or (len(words) > 1 and "_".join(words[-2:]) in {"random_seed", "random_state", "rng_seed"})


def is_status(name: str) -> bool:
    """Tell whether a column named so may say how runs ended."""
    return plain(name) in _STATUS


def is_effort(name: str) -> bool:
    """Tell whether a column named so holds the effort spent on a run by a search that gives some runs more than others."""
    return plain(name) in _EFFORT


def rank_seconds(name: str) -> int | None:
    """Rank a name among those of run times (0 first), None where it is none."""
    return _SECONDS.index(plain(name)) if plain(name) in _SECONDS else None


def rank_order(name: str) -> int | None:
    """Rank a name among those that tell the order of runs (0 first), None where it is none."""
    return _ORDER.index(plain(name)) if plain(name) in _ORDER else None


def rank_name(name: str) -> int | None:
    """Rank a name among those that hold the runs' names (0 first), None where it is none."""
    return _NAMES.index(plain(name)) if plain(name) in _NAMES else None
