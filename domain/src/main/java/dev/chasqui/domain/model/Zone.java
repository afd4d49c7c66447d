package dev.chasqui.domain.model;

/** The place where a backend's data may go, the narrowest first. */
public enum Zone {
    /** Data stays on this machine or in this network. */
    RESTRICTED,
    /** Data may leave this network. */
    OPEN
}
