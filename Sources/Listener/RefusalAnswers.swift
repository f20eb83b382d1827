import Foundation
import HTTPTypes
import Hummingbird
import Logging
import NIOCore
import Storage
import Sync
import Trust

/// The one place that turns an error into an HTTP answer of the sync port.
struct RefusalAnswers: RouterMiddleware {
    typealias Context = PeerContext

    func handle(
        _ request: Request, context: PeerContext,
        next: @concurrent (Request, PeerContext) async throws -> Response
    ) async throws -> Response {
        do {
            return try await next(request, context)
        } catch let refusal as SyncRefusal {
            return Self.answer(refusal.status, refusal.code, refusal.description)
        } catch let refusal as MembershipRefusal {
            return Self.answer(refusal.status, refusal.code, refusal.description)
        } catch StoreError.diskFull {
            return Self.answer(507, SyncRefusal.diskFull.code, SyncRefusal.diskFull.description)
        } catch StoreError.busy {
            return Self.answer(503, SyncRefusal.busy.code, SyncRefusal.busy.description)
        } catch let failure as CertificateAuthority.Failure {
            return Self.answer(400, "no-certificate", failure.description)
        } catch is DecodingError {
            return Self.answer(400, SyncRefusal.malformed("").code, "The request cannot be read.")
        } catch is NIOTooManyBytesError {
            return Self.answer(413, "too-large", "The request is longer than its route allows.")
        } catch let error as HTTPError {
            return Self.answer(error.status.code, "http", error.status.reasonPhrase)
        } catch {
            context.logger.error("\(request.uri.path): \(error)")
            return Self.answer(500, "failed", "The node failed. Its operator finds out why.")
        }
    }

    private static func answer(_ status: Int, _ code: String, _ message: String) -> Response {
        // Two texts always have a JSON form.
        let body = (try? JSONEncoder().encode(RefusalBody(code: code, message: message))) ?? Data()
        return Response(
            status: HTTPResponse.Status(code: status),
            headers: [.contentType: "application/json"],
            body: ResponseBody(byteBuffer: ByteBuffer(bytes: body)))
    }
}
