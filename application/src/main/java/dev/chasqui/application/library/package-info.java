/**
 * The management of models: to create, copy, delete, pull and push them. A model that belongs to a
 * server which manages its models itself is left to that server; the others are derived models of
 * this server, or models of its pool.
 */
@NullMarked
package dev.chasqui.application.library;

import org.jspecify.annotations.NullMarked;
