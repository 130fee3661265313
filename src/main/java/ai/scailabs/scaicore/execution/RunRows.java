package ai.scailabs.scaicore.execution;

import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionOperations;

/** What a run writes to. */
@Component
record RunRows(
    Ownership ownership,
    JournalRows journal,
    Arrivals arrivals,
    OpenCheckpoints checkpoints,
    Cancellations cancellations,
    TransactionOperations transactions,
    Failpoints failpoints) {}
