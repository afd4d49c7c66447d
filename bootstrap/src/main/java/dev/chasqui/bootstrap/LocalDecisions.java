package dev.chasqui.bootstrap;

import dev.chasqui.adapters.logs.decisions.ChainReader;
import dev.chasqui.application.port.departures.DecisionLedger;
import dev.chasqui.bootstrap.governance.Governance;
import dev.chasqui.cli.decisions.DecisionsAction;
import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.failure.FailureException;

import java.nio.file.Files;
import java.nio.file.Path;

/** The opening of a decision ledger for {@code chasqui decisions}. */
final class LocalDecisions implements DecisionsAction {

    @Override
    public DecisionLedger open(Path data) {
        Path folder = data.resolve(Governance.DECISIONS);
        if (!Files.isDirectory(folder)) {
            throw new FailureException(
                    new Failure.Invalid(
                            "--data",
                            "--data: "
                                    + data
                                    + " has no "
                                    + Governance.DECISIONS
                                    + " (expected: the data folder of a server of which something"
                                    + " has left)"));
        }
        return ChainReader.of(folder);
    }
}
