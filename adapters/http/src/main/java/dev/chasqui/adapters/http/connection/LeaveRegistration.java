package dev.chasqui.adapters.http.connection;

/** The registration of an action for a client that leaves; closing it removes the action. */
public interface LeaveRegistration extends AutoCloseable {
    @Override
    void close();
}
