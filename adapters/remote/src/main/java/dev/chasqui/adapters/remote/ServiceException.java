package dev.chasqui.adapters.remote;

/** A mistake or a failure of a service; the message says which. */
final class ServiceException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    ServiceException(String message) {
        super(message, null, false, false);
    }
}
