package dev.chasqui.application.ledger;

import dev.chasqui.application.personal.PersonalStores;
import dev.chasqui.application.port.callers.AuditTrail;
import dev.chasqui.application.port.callers.Backups;
import dev.chasqui.application.port.callers.Ledger;
import dev.chasqui.application.port.departures.DecisionLedger;

/**
 * The ledger and the audit trail, for the parts that read them and report changes, and the copies
 * of the database in which they are; beside them the decision ledger.
 *
 * @param ledger the ledger, for reading
 * @param audit the audit trail; its {@code add} does not wait for the store
 * @param backups the copies of the database
 * @param decisions the decision ledger, for reading
 * @param personal everything that is kept of users
 */
public record Books(
        Ledger ledger,
        AuditTrail audit,
        Backups backups,
        DecisionLedger decisions,
        PersonalStores personal) {

    /** Returns empty books in memory, for a server that keeps none. */
    public static Books inMemory() {
        return new Books(
                new MemoryLedger(),
                new MemoryAudit(),
                new NoBackups(),
                DecisionLedger.EMPTY,
                PersonalStores.NONE);
    }
}
