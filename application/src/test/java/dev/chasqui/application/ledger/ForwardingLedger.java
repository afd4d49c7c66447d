package dev.chasqui.application.ledger;

import dev.chasqui.application.port.callers.Ledger;
import dev.chasqui.application.port.callers.LedgerEntry;
import dev.chasqui.application.port.callers.ModelHour;
import dev.chasqui.application.port.exchange.ExchangeContent;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A ledger in memory of which a test changes some methods. */
class ForwardingLedger implements Ledger {
    final MemoryLedger inner = new MemoryLedger();

    @Override
    public void add(List<LedgerEntry> entries) {
        inner.add(entries);
    }

    @Override
    public void addSums(Unentered sums) {
        inner.addSums(sums);
    }

    @Override
    public List<Sum> sums(Query query, By by) {
        return inner.sums(query, by);
    }

    @Override
    public List<ModelHour> modelHours(Instant from, Instant until) {
        return inner.modelHours(from, until);
    }

    @Override
    public List<LedgerEntry> newest(Query query, Optional<String> before, int most) {
        return inner.newest(query, before, most);
    }

    @Override
    public Optional<LedgerEntry> find(String id) {
        return inner.find(id);
    }

    @Override
    public Map<String, ExchangeContent> contents(List<String> ids) {
        return inner.contents(ids);
    }

    @Override
    public long forgetContent(String user) {
        return inner.forgetContent(user);
    }

    @Override
    public long prune(Instant olderThan, long most) {
        return inner.prune(olderThan, most);
    }
}
