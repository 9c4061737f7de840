package az.ocaq.web;

import io.vertx.core.Future;

/**
 * Answers the requests of one route. Called on the pipeline's context, where what is live may be read; a thrown or failed
 * {@link Problem} is the answer.
 */
@FunctionalInterface
interface Resource {
    Future<Reply> answer(Request request);
}
