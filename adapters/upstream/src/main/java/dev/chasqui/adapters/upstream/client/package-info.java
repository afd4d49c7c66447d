/**
 * The HTTP/1.1 client of the path of requests: connections that are kept, deadlines, answers pulled
 * piece by piece. It knows no dialect and no port of the application.
 */
@NullMarked
package dev.chasqui.adapters.upstream.client;

import org.jspecify.annotations.NullMarked;
