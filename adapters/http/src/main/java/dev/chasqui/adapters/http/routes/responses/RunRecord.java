package dev.chasqui.adapters.http.routes.responses;

import dev.chasqui.adapters.dialects.ErrorStyle;
import dev.chasqui.application.exchange.journal.Journal;
import dev.chasqui.application.port.exchange.ExchangeAccount;
import dev.chasqui.application.port.exchange.ExchangeRecord;
import dev.chasqui.domain.chat.Dialect;
import dev.chasqui.domain.exchange.Caller;
import dev.chasqui.domain.failure.Failure;

import org.jspecify.annotations.Nullable;

import java.util.Optional;

/** The maker of the record of a response that is no HTTP answer of its own. */
final class RunRecord {
    private static final String OPERATION = "/v1/responses";
    private static final int OK = 200;

    private RunRecord() {}

    /**
     * Returns the record of a response.
     *
     * @param id the id of its exchange
     * @param errors the form of failures, by whose statuses they are counted
     * @param failure the reason why it is not complete; null if it is
     * @param bug the error behind the failure; null if there is none
     * @param bytesIn the bytes of its request, where they were not counted before
     */
    static ExchangeRecord of(
            String id,
            Dialect dialect,
            Caller caller,
            Journal journal,
            ErrorStyle errors,
            boolean streamed,
            @Nullable Failure failure,
            @Nullable Throwable bug,
            long bytesIn,
            long bytesOut) {
        return new ExchangeRecord(
                id,
                dialect.name(),
                OPERATION,
                caller.name(),
                journal.model(),
                journal.backends().listedModel(),
                journal.backends().name(),
                journal.agents().names(),
                failure == null ? OK : errors.status(failure),
                streamed,
                journal.startedAt(),
                journal.firstEvent(),
                journal.elapsed(),
                journal.usage(),
                Optional.ofNullable(failure).map(journal::withoutContent),
                Optional.ofNullable(bug),
                journal.agents().reports(),
                new ExchangeAccount(
                        caller.identity(),
                        journal.kind(),
                        journal.backends().zone(),
                        bytesIn,
                        bytesOut,
                        journal.spentByModel(),
                        journal.content()));
    }
}
