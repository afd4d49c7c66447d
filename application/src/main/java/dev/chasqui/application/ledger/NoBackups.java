package dev.chasqui.application.ledger;

import dev.chasqui.application.port.callers.Backups;
import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.failure.FailureException;

/** The refusal of copies by a server without a database. */
final class NoBackups implements Backups {

    @Override
    public Copy make() {
        throw new FailureException(new Failure.NotFound("this server has no database to copy"));
    }
}
