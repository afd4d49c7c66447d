/**
 * JMH benchmarks of single pieces of the hot path, without sockets: command parser, body scan,
 * relay of streams, pipeline, choice of a backend, lease.
 */
@NullMarked
package dev.chasqui.benchmarks.micro;

import org.jspecify.annotations.NullMarked;
