package dev.chasqui.adapters.hub;

import java.net.ConnectException;
import java.net.UnknownHostException;
import java.net.http.HttpConnectTimeoutException;
import java.nio.channels.UnresolvedAddressException;

import javax.net.ssl.SSLException;

/** What went wrong with a connection, in words; the JDK often has none. */
final class Faults {
    private Faults() {}

    static String words(Throwable fault) {
        for (Throwable cause = fault; cause != null; cause = cause.getCause()) {
            if (cause instanceof UnresolvedAddressException
                    || cause instanceof UnknownHostException) {
                return "its name is not known";
            }
        }
        return switch (fault) {
            case HttpConnectTimeoutException _ -> "no connection in time";
            case ConnectException _ -> "no connection (nothing listens there, or no network)";
            case SSLException tls -> "no safe connection (" + tls.getMessage() + ")";
            case Throwable other when other.getMessage() != null -> other.getMessage();
            case Throwable other -> other.getClass().getSimpleName();
        };
    }
}
