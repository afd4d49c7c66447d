package dev.chasqui.application.personal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chasqui.application.callers.CallerAdmin;
import dev.chasqui.application.callers.CallerDirectory;
import dev.chasqui.application.callers.Callers;
import dev.chasqui.application.callers.MemoryCallerStore;
import dev.chasqui.application.port.callers.AuditEntry;
import dev.chasqui.application.port.callers.AuditTrail;
import dev.chasqui.application.port.personal.PersonalData;
import dev.chasqui.domain.exchange.Caller;
import dev.chasqui.domain.failure.FailureException;
import dev.chasqui.domain.failure.StoreAway;

import org.junit.jupiter.api.Test;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

class UserAccountsTest {
    private static final Caller WHO = new Caller("root", Caller.Role.ADMIN, Set.of("*"));

    private final List<AuditEntry> entries = new ArrayList<>();
    private final AuditTrail audit =
            new AuditTrail() {
                @Override
                public void add(AuditEntry entry) {
                    entries.add(entry);
                }

                @Override
                public List<AuditEntry> newest(int most) {
                    return List.copyOf(entries);
                }
            };

    /** A store with some items of everybody, or one that is away. */
    private record Kept(String kind, long items) implements PersonalData {
        private static final long AWAY = -1;

        @Override
        public void export(String owner, Receiver receiver) {}

        @Override
        public long forget(String owner) {
            if (items == AWAY) {
                throw new FailureException(new StoreAway("it is away"));
            }
            return items;
        }
    }

    @Test
    void aForgetThatFailsHalfWayIsInTheAuditTrail() {
        Callers callers =
                new Callers(
                        List.of(),
                        new CallerDirectory(
                                new MemoryCallerStore(), InstantSource.system(), false));
        UserAccounts accounts =
                new UserAccounts(
                        new CallerAdmin(callers),
                        new PersonalStores(
                                List.of(new Kept("facts", 3), new Kept("sessions", Kept.AWAY))),
                        audit,
                        InstantSource.system());

        assertThatThrownBy(() -> accounts.forget(WHO, "ana")).hasMessageContaining("away");

        assertThat(entries).hasSize(1);
        assertThat(entries.getFirst().toString())
                .contains("user.forget", "ana", "{\"facts\":3}")
                .doesNotContain("sessions");
    }
}
