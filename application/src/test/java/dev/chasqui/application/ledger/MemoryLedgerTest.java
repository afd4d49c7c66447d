package dev.chasqui.application.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chasqui.application.port.callers.AuditEntry;
import dev.chasqui.application.port.callers.Ledger;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The ledger and the audit trail in memory. */
class MemoryLedgerTest extends LedgerContract {

    @Override
    Ledger ledger() {
        return new MemoryLedger();
    }

    @Test
    void itHoldsABoundedNumber() {
        MemoryLedger ledger = new MemoryLedger(3);
        for (int i = 0; i < 5; i++) {
            ledger.add(List.of(Entries.entry("e" + i, Entries.NOON.plusSeconds(i), "ana")));
        }
        var all =
                new Ledger.Query(
                        Entries.NOON, Entries.NOON.plus(Duration.ofDays(1)), Optional.empty());

        assertThat(ledger.newest(all, Optional.empty(), 9))
                .extracting(entry -> entry.id())
                .containsExactly("e4", "e3", "e2");
        assertThat(ledger.sums(all, Ledger.By.USER).getFirst().requests()).isEqualTo(5);
    }

    @Test
    void theAuditTrailHoldsTheNewest() {
        MemoryAudit audit = new MemoryAudit();
        for (int i = 0; i < 1_500; i++) {
            audit.add(new AuditEntry(Entries.NOON, "root", "key.create", "k" + i, "", ""));
        }

        assertThat(audit.newest(2))
                .extracting(AuditEntry::subject)
                .containsExactly("k1499", "k1498");
        assertThat(audit.newest(5_000)).hasSize(1_000);
    }
}
