package dev.chasqui.application.policy;

import dev.chasqui.application.models.ModelMeaning;
import dev.chasqui.application.port.exchange.RequestKind;
import dev.chasqui.domain.chat.Dialect;
import dev.chasqui.domain.exchange.Caller;

import java.util.function.LongSupplier;

/**
 * The facts about a request that rules look at.
 *
 * @param model the meaning of the model name that the client asks for
 * @param caller the caller
 * @param dialect the dialect of the client
 * @param headers the headers of the request
 * @param kind the kind of request
 * @param size returns the bytes of the request's text in UTF-8; called only if a rule asks for it
 */
public record RequestFacts(
        ModelMeaning model,
        Caller caller,
        Dialect dialect,
        HeaderValues headers,
        RequestKind kind,
        LongSupplier size) {}
