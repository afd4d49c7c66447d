package dev.chasqui.application.routing.sharing;

/** The callers whose equal requests have one answer. */
public enum SharedFor {
    /** None: each request is sent for itself. */
    OFF,
    /** One: equal requests of the same caller. */
    CALLER,
    /** All: equal requests of any callers with the same rights. */
    ALL
}
