package dev.chasqui.application.port;

/**
 * An ability that a backend may have. Each one is a type of its own, which {@link Backend#ability}
 * returns; a new kind of request brings its own.
 *
 * <p>All methods that call the server throw {@link dev.chasqui.domain.failure.FailureException}:
 * with {@code BackendUnreachable}, {@code BackendTimeout}, {@code BackendFailed}, {@code
 * BackendRefused} or {@code BackendBroke}. Safe for use by several threads.
 */
public interface Ability {}
