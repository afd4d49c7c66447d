package dev.chasqui.application.ledger;

import dev.chasqui.application.port.callers.Ledger;
import dev.chasqui.application.port.callers.LedgerEntry;
import dev.chasqui.application.port.exchange.ExchangeContent;
import dev.chasqui.application.port.personal.PersonalData;

import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The requests of users in the ledger. An export has the entries with their content. What is
 * forgotten is the content alone: the entries and sums are the books of what was used.
 */
public final class LedgerContents implements PersonalData {
    /** A time after all others that every store can compare with. */
    private static final Instant END = Instant.parse("9999-01-01T00:00:00Z");

    private static final int PAGE = 500;

    private final Ledger ledger;

    public LedgerContents(Ledger ledger) {
        this.ledger = ledger;
    }

    @Override
    public String kind() {
        return "requests";
    }

    @Override
    public void export(String owner, Receiver receiver) throws IOException {
        Ledger.Query query = new Ledger.Query(Instant.EPOCH, END, Optional.of(owner));
        List<LedgerEntry> page = ledger.newest(query, Optional.empty(), PAGE);
        while (!page.isEmpty()) {
            Map<String, ExchangeContent> contents =
                    ledger.contents(page.stream().map(LedgerEntry::id).toList());
            for (LedgerEntry entry : page) {
                receiver.take(
                        LedgerJson.json(
                                entry.withContent(Optional.ofNullable(contents.get(entry.id())))));
            }
            page =
                    page.size() < PAGE
                            ? List.of()
                            : ledger.newest(query, Optional.of(page.getLast().id()), PAGE);
        }
    }

    @Override
    public long forget(String owner) {
        return ledger.forgetContent(owner);
    }
}
