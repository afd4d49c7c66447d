package dev.chasqui.bootstrap;

import dev.chasqui.adapters.logs.decisions.ChainReader;
import dev.chasqui.application.port.departures.DecisionLedger;
import dev.chasqui.bootstrap.governance.Governance;
import dev.chasqui.cli.decisions.DecisionsAction;

import java.nio.file.Path;

/** The opening of a decision ledger for {@code chasqui decisions}. */
final class LocalDecisions implements DecisionsAction {

    @Override
    public DecisionLedger open(Path data) {
        return ChainReader.of(data.resolve(Governance.DECISIONS));
    }
}
