package dev.chasqui.adapters.upstream.client;

import dev.chasqui.adapters.upstream.client.ReadLimit.TooSlowException;
import dev.chasqui.adapters.upstream.client.RequestSending.BrokenBodyException;
import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.failure.FailureException;

import java.io.EOFException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.ProtocolException;
import java.net.UnknownHostException;

import javax.net.ssl.SSLException;

/**
 * The translation of a socket's exceptions into failures of one backend. Immutable.
 *
 * @param backend the name of the backend, for messages
 * @param url the address of the backend, for messages
 */
public record BackendFaults(String backend, BaseUrl url) {

    /** Returns the failure of an exchange that got no connection. */
    FailureException whileConnecting(IOException e) {
        if (e instanceof TooSlowException slow) {
            return timeout(slow);
        }
        String why =
                switch (e) {
                    case UnknownHostException unknown ->
                            "the name '" + url.host() + "' is not known";
                    case AddressRule.RefusedAddressException refused ->
                            String.valueOf(refused.getMessage());
                    case NoRouteToHostException noRoute -> "there is no route to " + authority();
                    case ConnectException refused -> authority() + " refused the connection";
                    case SSLException tls ->
                            "no TLS connection to " + authority() + " (" + tls.getMessage() + ")";
                    default -> "the connection to " + authority() + " broke while it was made";
                };
        return new FailureException(new Failure.BackendUnreachable(backend, why), e);
    }

    /**
     * Returns the failure of an exchange whose connection brought no answer, or none in valid HTTP.
     */
    FailureException beforeTheAnswer(IOException e) {
        return switch (e) {
            case BrokenBodyException broken -> broken.toFailure();
            case TooSlowException slow -> timeout(slow);
            case ProtocolException broken ->
                    failed("its answer is not valid HTTP: " + broken.getMessage(), e);
            case EOFException end -> failed("it closed the connection without an answer", e);
            default -> failed("the connection broke before it answered", e);
        };
    }

    /** Returns the failure of an exchange whose answer began but did not end. */
    FailureException withinTheBody(IOException e) {
        return switch (e) {
            case BrokenBodyException broken -> broken.toFailure();
            case TooSlowException slow -> timeout(slow);
            case ProtocolException broken ->
                    broke("it is not valid HTTP: " + broken.getMessage(), e);
            default -> broke("the connection ended before the reply did", e);
        };
    }

    /** Returns the failure of an answer that cannot be used. */
    FailureException failed(String why) {
        return new FailureException(new Failure.BackendFailed(backend, why));
    }

    /**
     * Returns the failure of a call that was cancelled, or whose reply was closed, during a wait.
     */
    public static FailureException cancelled() {
        return new FailureException(new Failure.Cancelled());
    }

    private FailureException failed(String why, IOException e) {
        return new FailureException(new Failure.BackendFailed(backend, why), e);
    }

    private FailureException broke(String why, IOException e) {
        return new FailureException(new Failure.BackendBroke(backend, why), e);
    }

    private FailureException timeout(TooSlowException slow) {
        ReadLimit exceeded = slow.exceeded();
        return new FailureException(
                new Failure.BackendTimeout(backend, exceeded.phase(), exceeded.limit()), slow);
    }

    private String authority() {
        return url.authority();
    }
}
