package az.ocaq.web;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.HttpVersion;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.impl.VertxHttpRequestDecoder;
import io.vertx.core.net.impl.ConnectionBase;
import java.util.List;

/**
 * Refuses a request whose end a proxy in front may see elsewhere (RFC 9112, 6.1 and 6.3), as what is no HTTP: what one takes
 * for its body, the other would take for the next request, which is somebody else's. Vert.x goes by Transfer-Encoding, and
 * lets the connection go on.
 */
final class RequestDecoder extends VertxHttpRequestDecoder {
    private RequestDecoder(HttpServerOptions options) {
        super(options);
    }

    /** Puts one into a new connection of HTTP/1; HTTP/2 counts its bytes otherwise. */
    static void install(HttpConnection connection, HttpServerOptions options) {
        if (connection instanceof ConnectionBase open) {
            ChannelPipeline pipeline = open.channel().pipeline();
            ChannelHandlerContext usual = pipeline.context(VertxHttpRequestDecoder.class);
            if (usual != null) {
                var unused = pipeline.replace(usual.name(), usual.name(), new RequestDecoder(options));
            }
        }
    }

    /** Asked once all headers are there, and before one of two contradicting ones is dropped. */
    @Override
    protected boolean isContentAlwaysEmpty(HttpMessage message) {
        List<String> codings = message.headers().getAll(HttpHeaderNames.TRANSFER_ENCODING);
        if (!codings.isEmpty() && !isPlainlyChunked(codings, message)) {
            throw new IllegalArgumentException("the end of the request's body cannot be told for sure");
        }
        return super.isContentAlwaysEmpty(message);
    }

    private static boolean isPlainlyChunked(List<String> codings, HttpMessage message) {
        return codings.size() == 1
                && HttpHeaderValues.CHUNKED.contentEqualsIgnoreCase(
                        codings.get(0).strip())
                && !message.headers().contains(HttpHeaderNames.CONTENT_LENGTH)
                && message.protocolVersion().equals(HttpVersion.HTTP_1_1);
    }
}
