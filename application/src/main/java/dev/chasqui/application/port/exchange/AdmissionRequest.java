package dev.chasqui.application.port.exchange;

import dev.chasqui.domain.exchange.Caller;

import java.util.function.Supplier;

/**
 * A request at the gate, after its decoding and before its commands.
 *
 * @param caller the caller
 * @param model the model name that the caller asks for; it may be an alias
 * @param kind the kind of request
 * @param estimate estimates the tokens; called only if a limit or a budget asks for them
 */
public record AdmissionRequest(
        Caller caller, String model, RequestKind kind, Supplier<TokenEstimate> estimate) {

    /** Makes a request whose tokens nobody can estimate. */
    public static AdmissionRequest of(Caller caller, String model, RequestKind kind) {
        return new AdmissionRequest(caller, model, kind, () -> TokenEstimate.NONE);
    }
}
