package dev.chasqui.adapters.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.chasqui.application.port.callers.Ledger;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Optional;

/** The ledger in PostgreSQL. */
class PostgresLedgerTest extends LedgerContract {

    @Override
    DatabasePlace newPlace() {
        return TestPostgres.newPlace();
    }

    @Test
    void whatItsEncodingCannotHoldIsAMistakeAndHoldsUpNoOtherEntry() {
        String latin1 =
                TestPostgres.newDatabase(
                        "ENCODING 'LATIN1' TEMPLATE template0 LC_COLLATE 'C' LC_CTYPE 'C'");
        try (Database database = Database.open(TestPostgres.place(latin1))) {
            Ledger ledger = database.ledger();
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> ledger.add(List.of(withoutBackend("1", "\u6a21"))));

            ledger.add(List.of(withoutBackend("2", "plain")));
            assertThat(ledger.newest(ALL, Optional.empty(), 9)).hasSize(1);
        }
    }
}
