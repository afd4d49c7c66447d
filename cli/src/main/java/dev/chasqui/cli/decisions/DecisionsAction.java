package dev.chasqui.cli.decisions;

import dev.chasqui.application.port.departures.DecisionLedger;

import java.nio.file.Path;

/** The opening of a decision ledger without a server. */
@FunctionalInterface
public interface DecisionsAction {

    /**
     * Returns the ledger in a data folder, which a server may be writing.
     *
     * @param data the data folder of a server
     * @throws dev.chasqui.domain.failure.FailureException with {@code Invalid} if it has no ledger
     */
    DecisionLedger open(Path data);
}
