package dev.chasqui.application.port.discovery;

/**
 * The receiver of what is announced on the network. Its methods return at once. Safe for use by
 * several threads.
 */
public interface AnnouncementListener {

    /**
     * Is told that a service is there, or that something of it has changed; the same may be told
     * several times, and at first without its path.
     */
    void announced(Announcement service);

    /** Is told that a service is announced no more. */
    void withdrawn(Announcement.Id id);
}
