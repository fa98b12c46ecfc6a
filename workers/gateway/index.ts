// The only public Worker: bindings in, answers out. It asks the others over RPC and never imports them.
import { gateway } from './app.ts';

export default gateway();
