package holdfast.scheduler;

import java.time.Duration;

/**
 * Short work that is done again and again, by one node at a time.
 *
 * @param name of its entry in the queue: never to be changed
 * @param pause between the end of one round and the begin of the next
 * @param work can be repeated; what it throws is logged, and it is done again after the pause
 */
public record Chore(String name, Duration pause, Runnable work) {}
