package dev.chasqui.application.port;

/**
 * The ability of a server to create, copy, delete, pull and push its own models. The calls for that
 * are forwarded to it in the words of its dialect.
 */
public interface ManageAbility extends ForwardAbility {}
