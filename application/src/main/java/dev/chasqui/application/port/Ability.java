package dev.chasqui.application.port;

/**
 * Something that a backend may be able to do. Each is a type of its own, asked for by {@link
 * Backend#ability}; a new kind of request brings its own.
 *
 * <p>All methods of abilities that ask the server throw {@link
 * dev.chasqui.domain.failure.FailureException}: {@code BackendUnreachable}, {@code BackendTimeout},
 * {@code BackendFailed}, {@code BackendRefused} or {@code BackendBroke}. Safe for use by several
 * threads.
 */
public interface Ability {}
